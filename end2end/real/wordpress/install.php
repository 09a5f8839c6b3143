<?php
// Makes the database and a WordPress in it; prints the name and password of who may use its REST API.
// php install.php FOLDER
$_SERVER['HTTP_HOST'] = parse_url( getenv( 'WORDPRESS_URL' ), PHP_URL_HOST );
$server               = new mysqli( 'localhost', 'root', '', '', 0, getenv( 'WORDPRESS_SOCKET' ) );
$server->query( 'CREATE DATABASE wordpress CHARACTER SET utf8mb4' );

define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
$made = wp_install( 'A WordPress blog', 'ada', 'ada@example.com', false, '', 'lighthouse-keeper-7' );
switch_theme( 'twentytwentythree' );
list( $password ) = WP_Application_Passwords::create_new_application_password( $made['user_id'], array( 'name' => 'test' ) );
echo 'ada:', $password;
